/** The pasted list as text: its lines, their fields, and what is hidden of them. */

const mask = '••••••••';

export function linesOfList(text: string): string[] {
  return text.split(/\r?\n/);
}

/** Fields of one line, `"` quotes around a field that holds the delimiter. */
export function splitLine(line: string, delimiter: string): string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at] ?? '';
    if (quoted && letter === '"' && line[at + 1] === '"') {
      field += '"';
      at += 1;
    } else if (letter === '"' && (quoted || field === '')) quoted = !quoted;
    else if (!quoted && line.startsWith(delimiter, at)) {
      fields.push(field);
      field = '';
      at += delimiter.length - 1;
    } else field += letter;
  }
  return [...fields, field];
}

export function joinLine(fields: readonly string[], delimiter: string): string {
  return fields
    .map((field) =>
      field.includes(delimiter) || field.startsWith('"')
        ? `"${field.replaceAll('"', '""')}"`
        : field,
    )
    .join(delimiter);
}

/** The list with one field of one line (counted from 1) replaced; a short line grows as far as needed. */
export function withField(
  text: string,
  line: number,
  field: number,
  value: string,
  delimiter: string,
) {
  const lines = linesOfList(text);
  const fields = splitLine(lines[line - 1] ?? '', delimiter);
  while (fields.length <= field) fields.push('');
  fields[field] = value;
  lines[line - 1] = joinLine(fields, delimiter);
  return lines.join('\n');
}

export function withoutLines(text: string, gone: ReadonlySet<number>): string {
  return linesOfList(text)
    .filter((_, index) => !gone.has(index + 1))
    .join('\n');
}

/** The list as it may be looked at: every secret field is eight dots. */
export function masked(text: string, secrets: readonly number[], delimiter: string): string {
  if (secrets.length === 0) return text;
  return linesOfList(text)
    .map((line) => {
      if (line.trim() === '') return line;
      const fields = splitLine(line, delimiter);
      return joinLine(
        fields.map((field, index) => (secrets.includes(index) && field !== '' ? mask : field)),
        delimiter,
      );
    })
    .join('\n');
}

const delimiters = [';', ',', '\t', '|'];

/** The delimiter that the first line with anything in it has most of. */
export function delimiterOf(text: string): string {
  const line = linesOfList(text).find((one) => one.trim() !== '') ?? '';
  const counts = delimiters.map((one) => splitLine(line, one).length);
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ';';
}
