import { freezeAnswer } from './freeze-view.ts';
import type { Use } from './use-case.ts';

export const getFreeze: Use = async (_request, deps) => freezeAnswer(await deps.table.freezes.get(), deps);
