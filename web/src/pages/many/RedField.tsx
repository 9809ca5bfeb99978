import { useId, useState } from 'react';

interface RedFieldProps {
  label: string;
  secret: boolean;
  value: string;
  problem: string;
  onChange: (value: string) => void;
}

/** A wrong field, corrected in place: taken over on Enter or when it is left, so that it stays while it is typed. */
export function RedField({ label, secret, value, problem, onChange }: RedFieldProps) {
  const id = useId();
  const [typed, setTyped] = useState(value);
  const take = () => {
    if (typed !== value) onChange(typed);
  };
  return (
    <>
      <input
        type={secret ? 'password' : 'text'}
        autoComplete="off"
        spellCheck={false}
        aria-label={label}
        aria-invalid
        aria-describedby={id}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take();
        }}
      />
      <span className="err" id={id}>
        {problem}
      </span>
    </>
  );
}
