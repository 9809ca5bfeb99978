// The icons of the page, drawn on a grid of 16; `cut` strokes are the colour of the ground.

const shapes = {
  active: (
    <>
      <path d="M2 5.5h11M10 2.5l3 3-3 3M14 11H3" />
    </>
  ),
  attention: (
    <>
      <path d="M8 1.8l6.7 12H1.3z" fill="currentColor" />
      <path d="M8 6.2v3.6M8 11.9v.1" className="cut" />
    </>
  ),
  audit: (
    <>
      <path d="M3 2h10v12H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3" />
    </>
  ),
  batches: (
    <>
      <path d="M2 5l6-3 6 3-6 3zM2 8l6 3 6-3M2 11l6 3 6-3" />
    </>
  ),
  building: (
    <>
      <path d="M3 14V2.5h7V14M10 6.5h3V14M1.5 14h13M5.5 5.5h2M5.5 8.5h2M5.5 11.5h2" />
    </>
  ),
  cancelled: (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <path d="M3.8 3.8l8.4 8.4" />
    </>
  ),
  checking: (
    <>
      <circle cx="7" cy="7" r="4.7" />
      <path d="M10.5 10.5L14.2 14.2" />
    </>
  ),
  chevron: (
    <>
      <path d="M4 6.5L8 10.5l4-4" />
    </>
  ),
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1" />
      <path d="M3.5 10.5h-1v-8h8v1" />
    </>
  ),
  credits: (
    <>
      <path d="M2 4.5h12v2.2a1.4 1.4 0 0 0 0 2.6v2.2H2V9.3a1.4 1.4 0 0 0 0-2.6zM9.5 4.5v7" />
    </>
  ),
  done: (
    <>
      <path d="M2 4.5l1.5 1.5L6 3M2 11l1.5 1.5L6 9.5M9 4.5h5M9 11h5" />
    </>
  ),
  down: (
    <>
      <path d="M8 3v10M4 9l4 4 4-4" />
    </>
  ),
  download: (
    <>
      <path d="M8 2v8M4.5 7L8 10.5 11.5 7M2.5 13.5h11" />
    </>
  ),
  duplicate: (
    <>
      <rect x="5.5" y="5.5" width="8.5" height="8.5" rx="1" fill="currentColor" />
      <path d="M2.5 10.5v-8h8" />
    </>
  ),
  edit: (
    <>
      <path d="M3 13l.6-2.8L11 2.8l2.2 2.2-7.4 7.4zM9.5 4.3l2.2 2.2" />
    </>
  ),
  eye: (
    <>
      <path d="M1.5 8c3-5.3 10-5.3 13 0-3 5.3-10 5.3-13 0z" />
      <circle cx="8" cy="8" r="2" />
    </>
  ),
  failed: (
    <>
      <path d="M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2l-3.7-3.7V5.2z" fill="currentColor" />
      <path d="M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6" className="cut" />
    </>
  ),
  globe: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M2 8h12M8 2c4 4 4 8 0 12M8 2c-4 4-4 8 0 12" />
    </>
  ),
  info: (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <path d="M8 7.2v4M8 4.8v.1" />
    </>
  ),
  key: (
    <>
      <circle cx="5" cy="11" r="2.5" />
      <path d="M7 9l6-6M11 5l2 2" />
    </>
  ),
  left: (
    <>
      <path d="M10 4L6 8l4 4" />
    </>
  ),
  list: (
    <>
      <path d="M2 4h8M2 8h8M2 12h5M12 9v5M9.5 11.5h5" />
    </>
  ),
  lock: (
    <>
      <rect x="3" y="7" width="10" height="7" rx="1" />
      <path d="M5 7V5a3 3 0 0 1 6 0v2" />
    </>
  ),
  mail: (
    <>
      <rect x="2" y="3.5" width="12" height="9" rx="1" />
      <path d="M2.5 4.5L8 9l5.5-4.5" />
    </>
  ),
  more: (
    <>
      <circle cx="3.5" cy="8" r=".8" fill="currentColor" />
      <circle cx="8" cy="8" r=".8" fill="currentColor" />
      <circle cx="12.5" cy="8" r=".8" fill="currentColor" />
    </>
  ),
  ok: (
    <>
      <circle cx="8" cy="8" r="6.5" fill="currentColor" />
      <path d="M5 8.2l2.1 2.1L11.2 6" className="cut" />
    </>
  ),
  overview: (
    <>
      <rect x="2" y="2" width="5" height="5" rx="1" />
      <rect x="9" y="2" width="5" height="5" rx="1" />
      <rect x="2" y="9" width="5" height="5" rx="1" />
      <rect x="9" y="9" width="5" height="5" rx="1" />
    </>
  ),
  paused: (
    <>
      <rect x="1.8" y="1.8" width="12.4" height="12.4" rx="2" />
      <path d="M6 5.2v5.6M10 5.2v5.6" strokeWidth="2" />
    </>
  ),
  people: (
    <>
      <circle cx="6" cy="5.5" r="2.5" />
      <path d="M1.5 13.5c.4-3 2.2-4 4.5-4s4.1 1 4.5 4M11 3.3a2.3 2.3 0 0 1 0 4.4M12 9.8c1.5.5 2.3 1.7 2.5 3.7" />
    </>
  ),
  plus: (
    <>
      <path d="M8 3v10M3 8h10" />
    </>
  ),
  retry: (
    <>
      <path d="M13.5 8a5.5 5.5 0 1 1-1.7-4M13.5 1.5V4.5h-3" />
    </>
  ),
  right: (
    <>
      <path d="M6 4l4 4-4 4" />
    </>
  ),
  running: (
    <>
      <path d="M4 2.2v11.6L13.8 8z" fill="currentColor" />
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.5" />
      <path d="M10.5 10.5L14 14" />
    </>
  ),
  settings: (
    <>
      <path d="M2 4.5h7M13 4.5h1M2 11.5h1M7 11.5h7" />
      <circle cx="11" cy="4.5" r="2" />
      <circle cx="5" cy="11.5" r="2" />
    </>
  ),
  signout: (
    <>
      <path d="M9 2.5H3v11h6M7 8h7M11.5 5.5L14 8l-2.5 2.5" />
    </>
  ),
  theme: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" />
    </>
  ),
  throttled: (
    <>
      <path d="M3.5 1.8h9M3.5 14.2h9M4.5 1.8c0 3.7 3.5 4.5 3.5 6.2 0-1.7 3.5-2.5 3.5-6.2M4.5 14.2C4.5 10.5 8 9.7 8 8c0 1.7 3.5 2.5 3.5 6.2z" />
      <path d="M5.2 13.8L8 10.9l2.8 2.9z" fill="currentColor" />
    </>
  ),
  trash: (
    <>
      <path d="M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.7 9h6.6l.7-9" />
    </>
  ),
  up: (
    <>
      <path d="M8 13V3M4 7l4-4 4 4" />
    </>
  ),
  upload: (
    <>
      <path d="M8 10.5V2.5M4.5 6L8 2.5 11.5 6M2.5 13.5h11" />
    </>
  ),
  user: (
    <>
      <circle cx="8" cy="5.5" r="3" />
      <path d="M2.5 14c.5-3.3 2.7-4.5 5.5-4.5s5 1.2 5.5 4.5" />
    </>
  ),
  waiting: (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <path d="M8 4.5V8l2.3 1.5" />
    </>
  ),
  x: (
    <>
      <path d="M4 4l8 8M12 4l-8 8" />
    </>
  ),
};

export type IconName = keyof typeof shapes;

export function Icon({ name, className = 'i' }: { name: IconName; className?: string }) {
  return (
    <svg className={className} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {shapes[name]}
    </svg>
  );
}
