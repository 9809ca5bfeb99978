/** The token of a one-time link: behind the #, so that it reaches no server's log. */
export function oneTimeToken(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('token');
}

/** Takes the used token out of the address, so that it stays in no history. */
export function dropToken(): void {
  history.replaceState(null, '', '/');
}
