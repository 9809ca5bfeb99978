export function Mark() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <rect width="24" height="24" rx="6" fill="currentColor" />
      <g className="mark-lines">
        <path d="M7 11.5V6h10v5.5" />
        <path d="M7 6.5l5 3.8 5-3.8" />
        <path d="M4 12h16l-2.2 4.2H6.2z" />
        <path d="M4 19.2c1.3 0 1.3.8 2.7.8s1.3-.8 2.6-.8 1.4.8 2.7.8 1.3-.8 2.7-.8 1.3.8 2.6.8 1.4-.8 2.7-.8" />
      </g>
    </svg>
  );
}
