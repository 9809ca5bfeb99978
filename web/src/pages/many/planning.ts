import { useEffect, useRef, useState } from 'react';
import { usePlanBatch } from '../../api/batches';
import { isOver, useCheck, useFormalCheckNow, useStartCheck, useStopCheck } from '../../api/checks';
import { freshKey } from '../../api/idempotency';
import type { Batch, Check, CheckError, ListCheck } from '../../api/types';
import type { ListState } from './list_state';
import { linesOfList, splitLine, withField } from './list_text';

export type Step = 'formal' | 'credentials' | 'planned';

/** A row that was refused: it stays in the form, under its line number, until it is right or removed. */
export interface KeptLine {
  line: number;
  name: string;
  text: string;
  errors: readonly CheckError[];
}

interface Running {
  id: string;
  lines: readonly number[];
  texts: readonly string[];
  names: readonly string[];
}

function nameOf(check: ListCheck, index: number): string {
  const draft = check.drafts?.[index];
  return draft?.source.email || draft?.source.user || '';
}

/** From a clean list to a batch: credential check, acceptance of what is good, another round for the rest. */
export function useBatchPlanning(list: ListState, name: string) {
  const [step, setStep] = useState<Step>('formal');
  const [running, setRunning] = useState<Running | null>(null);
  const [kept, setKept] = useState<readonly KeptLine[]>([]);
  const [batch, setBatch] = useState<Batch | null>(null);
  const [accepted, setAccepted] = useState(0);
  const begin = useStartCheck();
  const stop = useStopCheck();
  const plan = usePlanBatch();
  const formal = useFormalCheckNow();
  const { data: check, error: lost } = useCheck(running?.id ?? null);
  const settled = useRef<string | null>(null);

  const startWith = (clean: ListCheck, texts: readonly string[], lines: readonly number[]) => {
    if (!clean.drafts) return;
    const names = clean.drafts.map((_, index) => nameOf(clean, index));
    begin.mutate(clean.drafts, {
      onSuccess: ({ id }) => {
        setRunning({ id, lines, texts, names });
        setStep('credentials');
      },
    });
  };

  const start = () => {
    const clean = list.check;
    if (!clean) return;
    const all = linesOfList(list.text);
    const lines = clean.rows.map(({ line }) => line);
    startWith(
      clean,
      lines.map((line) => all[line - 1] ?? ''),
      lines,
    );
  };

  const settle = (over: Check, present: Running) => {
    const refused = over.results.filter(({ state }) => state === 'bad');
    const keep = (errorsOf: ReadonlyMap<number, readonly CheckError[]>) =>
      setKept(
        [...errorsOf].map(([index, errors]) => ({
          line: present.lines[index] ?? 0,
          name: present.names[index] ?? '',
          text: present.texts[index] ?? '',
          errors,
        })),
      );
    const errorsOf = new Map(refused.map(({ index, errors }) => [index, errors]));
    setStep('planned');
    keep(errorsOf);
    if (over.ok === 0) return;
    const format = list.check?.format ?? 'postferry';
    plan.mutate(
      {
        batch: {
          name: name.trim(),
          type: format,
          check_id: over.id,
          ...(batch && { batch_id: batch.id }),
        },
        key: freshKey(),
      },
      {
        // Nothing was taken: all rows stay in the form, the good ones too.
        onError: () => keep(new Map(over.results.map(({ index, errors }) => [index, errors]))),
        onSuccess: (answer) => {
          setBatch(answer.batch);
          setAccepted((sum) => sum + answer.accepted.length);
          for (const { index, errors } of answer.refused) errorsOf.set(index, errors);
          keep(errorsOf);
        },
      },
    );
  };

  useEffect(() => {
    if (!check || !running || !isOver(check) || settled.current === check.id) return;
    settled.current = check.id;
    settle(check, running);
  });

  /** The kept lines alone, under the header that their format may have. */
  const keptText = () => {
    const header = list.check?.format === 'postferry' ? [linesOfList(list.text)[0] ?? ''] : [];
    return [...header, ...kept.map(({ text }) => text)].join('\n');
  };

  const checkAgain = () => {
    const texts = kept.map(({ text }) => text);
    formal.mutate(
      { ...list.request, text: keptText() },
      {
        onSuccess: (clean) =>
          startWith(
            clean,
            texts,
            kept.map(({ line }) => line),
          ),
      },
    );
  };

  const editKept = (line: number, field: number, value: string) =>
    setKept((lines) =>
      lines.map((one) =>
        one.line === line
          ? { ...one, text: withField(one.text, 1, field, value, list.usedDelimiter) }
          : one,
      ),
    );

  return {
    step,
    check,
    running,
    kept,
    batch,
    accepted,
    start,
    checkAgain,
    editKept,
    isStarting: begin.isPending || formal.isPending,
    error: begin.error ?? plan.error ?? formal.error ?? lost,
    problems: formal.data?.drafts === null ? formal.data.rows : [],
    valueOf: (line: KeptLine, field: number) =>
      splitLine(line.text, list.usedDelimiter)[field] ?? '',
    columns: list.check?.columns ?? [],
    removeKept: (line: number) => setKept((lines) => lines.filter((one) => one.line !== line)),
    cancel: () => {
      if (running) stop.mutate(running.id);
      setRunning(null);
      setStep(batch ? 'planned' : 'formal');
    },
    backToList: () => {
      list.setText(keptText());
      setStep('formal');
    },
    restart: () => {
      list.setText('');
      setKept([]);
      setBatch(null);
      setAccepted(0);
      setRunning(null);
      setStep('formal');
    },
  };
}

export type BatchPlanning = ReturnType<typeof useBatchPlanning>;
