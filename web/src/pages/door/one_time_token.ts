/** The token of a one-time link: behind the #, so that it reaches no server's log. */
export function oneTimeToken(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('token');
}

/** Takes the used token out of the address, so that it stays in no history. */
export function dropToken(): void {
  history.replaceState(null, '', withoutToken(location.pathname, location.hash));
}

/** Where to go once the token is used: to the page that the link names besides, or to the first one. */
export function withoutToken(path: string, hash: string): string {
  const rest = new URLSearchParams(hash.replace(/^#/, ''));
  rest.delete('token');
  return rest.size > 0 ? `${path}#${rest.toString()}` : '/';
}
