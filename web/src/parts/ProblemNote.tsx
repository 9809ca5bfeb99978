import { asProblem } from '../api/problem';
import { useWords } from '../i18n/context';
import { Note } from './Banner';

/** What the service refused, in the language of the page where it has the words. */
export function ProblemNote({ error }: { error: unknown }) {
  const { maybe } = useWords();
  if (!error) return null;
  const problem = asProblem(error);
  const known = maybe(`problem.${problem.code}`);
  const title = known ?? problem.detail ?? problem.title;
  return (
    <Note tone="failed" title={title}>
      {problem.detail && !known && problem.detail !== title && <p>{problem.detail}</p>}
      {problem.errors?.map(({ field, side, text }) => (
        <p key={`${side ?? ''} ${field ?? ''}`}>{text}</p>
      ))}
      <p className="xs muted">{problem.code}</p>
    </Note>
  );
}
