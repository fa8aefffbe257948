import { place } from './place.ts';

/** What a template's references stand for, by logical id. */
export interface Standing {
  readonly refs: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const pseudo: Readonly<Record<string, string>> = {
  'AWS::Partition': place.partition,
  'AWS::Region': place.region,
  'AWS::AccountId': place.account,
  'AWS::URLSuffix': place.urlSuffix,
};

/** A template's value with its intrinsics worked out. One that is unknown is an error: a guess would judge nothing. */
export function resolved(value: unknown, standing: Standing): unknown {
  if (Array.isArray(value)) return value.map((each) => resolved(each, standing));
  if (typeof value !== 'object' || value === null) return value;
  const [[key, argument] = ['', undefined], ...others] = Object.entries(value);
  if (others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'))) return intrinsic(key, argument, standing);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, resolved(each, standing)]));
}

function intrinsic(name: string, argument: unknown, standing: Standing): unknown {
  if (name === 'Ref') return referred(String(argument), standing);
  if (name === 'Fn::GetAtt') {
    const [id = '', attribute = ''] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
    return known(standing.attributes[id]?.[attribute], `${id}.${attribute}`);
  }
  if (name === 'Fn::Sub' && typeof argument === 'string')
    return argument.replace(/\$\{([^!}][^}]*)\}/g, (_all, id: string) => referred(id, standing));
  const of = resolved(argument, standing);
  if (name === 'Fn::Join' && Array.isArray(of) && Array.isArray(of[1])) return of[1].join(String(of[0]));
  if (name === 'Fn::Split' && Array.isArray(of)) return String(of[1]).split(String(of[0]));
  if (name === 'Fn::Select' && Array.isArray(of) && Array.isArray(of[1])) return of[1][Number(of[0])];
  throw new Error(`nobody works out ${name} here`);
}

const referred = (id: string, { refs }: Standing) => known(pseudo[id] ?? refs[id], id);

function known(value: string | undefined, name: string): string {
  if (value === undefined) throw new Error(`nothing says what ${name} stands for`);
  return value;
}
