import { useEffect, useState } from 'react';
import { useClient } from '../../api/context';

const everyMs = 3000;
/** The page shows the end of a long log; all of it is in the download. */
export const mostShown = 400_000;

interface Tail {
  text: string;
  bytes: number;
  isCut: boolean;
}

const nothing: Tail = { text: '', bytes: 0, isCut: false };

function grown(tail: Tail, more: string): Tail {
  const text = tail.text + more;
  const bytes = tail.bytes + new TextEncoder().encode(more).length;
  if (text.length <= mostShown) return { text, bytes, isCut: tail.isCut };
  const from = text.indexOf('\n', text.length - mostShown) + 1;
  return { text: text.slice(from), bytes, isCut: true };
}

/** The log of a run, read on from where it was while the run goes on. */
export function useLogTail(id: string, run: number, live: boolean): Tail {
  const client = useClient();
  const [tail, setTail] = useState<{ of: string; tail: Tail }>({ of: '', tail: nothing });
  const of = `${id} ${run}`;

  useEffect(() => {
    const stop = new AbortController();
    let present = nothing;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async () => {
      const path = `/migrations/${id}/runs/${run}/log`;
      const more = await client.text(path, { after: present.bytes }, stop.signal).catch(() => '');
      if (stop.signal.aborted) return;
      if (more !== '' || present === nothing) {
        present = grown(present, more);
        setTail({ of, tail: present });
      }
      if (live) timer = setTimeout(() => void read(), everyMs);
    };
    void read();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [client, id, run, live, of]);

  return tail.of === of ? tail.tail : nothing;
}
