import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

interface Schema {
  properties?: Record<string, unknown>;
  required?: string[];
  enum?: (string | null)[];
}

interface Described {
  components: { schemas: Record<string, Schema> };
}

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');
const { schemas } = (JSON.parse(read('../../docs/openapi/openapi.json')) as Described).components;
const source = ts.createSourceFile(
  'types.ts',
  read('../src/api/types.ts'),
  ts.ScriptTarget.Latest,
  true,
);

const interfaces = new Map<string, ts.InterfaceDeclaration>();
const unions = new Map<string, string[]>();
for (const statement of source.statements) {
  if (ts.isInterfaceDeclaration(statement)) interfaces.set(statement.name.text, statement);
  if (ts.isTypeAliasDeclaration(statement) && ts.isUnionTypeNode(statement.type)) {
    const texts = statement.type.types.map((type) =>
      ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? type.literal.text : '',
    );
    if (!texts.includes('')) unions.set(statement.name.text, texts);
  }
}

/** The names of its fields, with those of what it extends. */
function fieldsOf(name: string): string[] {
  const declared = interfaces.get(name);
  if (!declared) return [];
  const own = declared.members.flatMap((member) =>
    member.name && ts.isIdentifier(member.name) ? [member.name.text] : [],
  );
  const above = (declared.heritageClauses ?? []).flatMap((clause) =>
    clause.types.flatMap(({ expression }) => fieldsOf(expression.getText(source))),
  );
  return [...above, ...own];
}

describe('the types of the page', () => {
  const shared = [...interfaces.keys()].filter((name) => schemas[name]?.properties);

  it('are mostly described', () => {
    expect(shared.length).toBeGreaterThan(30);
  });

  it.each(shared)('%s has no field that the API has not, and lacks none', (name) => {
    const schema = schemas[name];
    const described = Object.keys(schema?.properties ?? {});
    const fields = fieldsOf(name);
    expect(fields.filter((field) => !described.includes(field))).toEqual([]);
    expect((schema?.required ?? []).filter((field) => !fields.includes(field))).toEqual([]);
  });

  it.each([...unions.keys()].filter((name) => schemas[name]?.enum))(
    '%s has only values that the API has',
    (name) => {
      const values = schemas[name]?.enum ?? [];
      expect((unions.get(name) ?? []).filter((value) => !values.includes(value))).toEqual([]);
    },
  );
});
