/** Maps whose keys are the user's own and keep their case. */
const verbatim = new Set(['Options', 'DockerLabels', 'DriverOpts', 'Labels']);
const numbers = new Set([
  'containerPort',
  'hostPort',
  'desiredCount',
  'minimumHealthyPercent',
  'maximumPercent',
  'healthCheckGracePeriodSeconds',
  'interval',
  'retries',
  'startPeriod',
  'timeout',
  'startTimeout',
  'port',
  'cpu',
  'memory',
  'memoryReservation',
]);
const booleans = new Set([
  'essential',
  'enable',
  'rollback',
  'resetOnHealthyTask',
  'enableExecuteCommand',
  'readonlyRootFilesystem',
]);

/** A template's PascalCase properties as the API takes them; CloudFormation turns "true" and "80" into what the schema says. */
export function toApiShape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toApiShape);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const name = `${key[0]?.toLowerCase()}${key.slice(1)}`;
      return [name, verbatim.has(key) ? inner : coerced(name, toApiShape(inner))];
    }),
  );
}

function coerced(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (booleans.has(name)) return value === 'true';
  return numbers.has(name) && /^-?\d+$/.test(value) ? Number(value) : value;
}
