import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { validateOperationFailed } from '../../schemas/gen/event-validators.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const events = readme.split('\n## ').find((section) => section.startsWith('Events\n')) ?? '';

it('the event the README shows keeps the contract', () => {
  const [, json = ''] = /```json\n([\s\S]*?)```/.exec(events) ?? [];

  const { source, 'detail-type': type, detail } = JSON.parse(json);

  expect([source, type, validateOperationFailed(detail)]).toEqual(['moorage', 'Operation Failed', true]);
});

it('the README names every detail-type of the contract', () => {
  const { properties } = JSON.parse(readFileSync(new URL('../../schemas/event.schema.json', import.meta.url), 'utf8'));

  expect(Object.keys(properties).filter((type) => !events.includes(`\`${type}\``))).toEqual([]);
});
