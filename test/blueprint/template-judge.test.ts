import { expect, test } from 'vitest';
import { TemplateJudge } from '../../blueprint/template-judge.ts';

test('given the validator never ran, the judge does not call the templates faultless', () => {
  expect(new TemplateJudge().takeFaults()).toEqual(['the validator did not run']);
});
