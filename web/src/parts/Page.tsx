import { type ReactNode, useEffect } from 'react';

interface HeadProps {
  title: string;
  crumbs?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
}

/** The title of a page, what it says under it, and its actions. */
export function Head({ title, crumbs, lead, actions }: HeadProps) {
  useEffect(() => {
    document.title = `${title} · Postferry`;
  }, [title]);
  return (
    <div className="head">
      <div>
        {crumbs && <p className="crumbs">{crumbs}</p>}
        <h1>{title}</h1>
        {lead && <div className="lead">{lead}</div>}
      </div>
      {actions && <div className="row">{actions}</div>}
    </div>
  );
}
