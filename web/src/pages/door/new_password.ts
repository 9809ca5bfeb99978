export const leastLetters = 12;

export interface PasswordRules {
  long: boolean;
  notYourself: boolean;
  repeated: boolean;
}

function parts(email: string, name: string): string[] {
  const local = email.split('@')[0] ?? '';
  return [email, local, name, ...name.split(/\s+/)]
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part.length >= 4);
}

export function passwordRules(
  password: string,
  again: string,
  email: string,
  name: string,
): PasswordRules {
  const lower = password.toLowerCase();
  return {
    long: password.length >= leastLetters,
    notYourself: password !== '' && !parts(email, name).some((part) => lower.includes(part)),
    repeated: password !== '' && password === again,
  };
}

export function allHold(rules: PasswordRules): boolean {
  return rules.long && rules.notYourself && rules.repeated;
}
