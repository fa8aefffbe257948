// Who may import whom. One row per top-level folder: the folders it may reach besides itself.
// Anything not listed is an error, so a new edge is a deliberate edit here, not an accident.
const layers = {
  schemas: [],
  simulator: [], // AWS as we understand it. Knows nothing of ours, or it would agree with us by construction.
  statemachines: [], // JSON only
  domain: ['schemas'],
  blueprint: ['domain', 'schemas'],
  cloud: ['domain', 'schemas'],
  functions: ['domain', 'schemas', 'cloud', 'blueprint'],
  infra: ['statemachines', 'schemas', 'functions', 'blueprint', 'domain'], // domain: the buildspec
  local: ['functions', 'simulator', 'statemachines', 'schemas', 'cloud', 'domain'],
  cli: ['schemas'], // a client like any other: HTTP only
  docs: ['domain', 'blueprint', 'schemas'], // makes the pages that are generated
  constructs: ['domain', 'schemas'], // what a customer's CDK app imports: nothing of how it is served
  demo: ['schemas'], // runs the CLI and a service as processes
};
const folders = Object.keys(layers).join('|');
const only = (name, from, to) => ({ name, severity: 'error', from, to });

module.exports = {
  forbidden: [
    only('no-circular', {}, { circular: true }),
    only('resolvable', {}, { couldNotResolve: true }),
    ...Object.entries(layers).map(([from, may]) =>
      only(
        `${from}-reaches-only-${[from, ...may].join('-')}`,
        { path: `^${from}/` },
        { path: `^(${folders})/`, pathNot: `^(${[from, ...may].join('|')})/` },
      ),
    ),
    only(
      'only-planners-carry-the-cdk', // one constant imported from blueprint/ makes the API bundle 634 kB -> 9.7 MB (measured)
      {
        path: '^functions/',
        pathNot:
          '^functions/(planner|plans|control-plane-of|steps/(plan-operation|served-stacks|kept-repositories|tell-consequences)|api/(plan-change|plans-deps))\\.ts$',
      },
      { path: '^blueprint/' },
    ),
    only(
      'infra-reads-only-the-catalog',
      { path: '^infra/' },
      { path: '^functions/', pathNot: '^functions/(catalog|event-rules|routes)\\.ts$' },
    ),
    only(
      'local-reads-only-the-catalog-and-the-world',
      { path: '^local/' },
      { path: '^functions/', pathNot: '^functions/(catalog|event-rules|routes|world)\\.ts$' },
    ),
    only(
      'catalog-is-plain-data',
      { path: '^functions/(catalog|event-rules|routes)\\.ts$' },
      { pathNot: '^$', dependencyTypesNot: ['type-only'] },
    ),
    only(
      'only-the-container-touches-cloud',
      { path: '^functions/', pathNot: '^functions/(container|world)\\.ts$' },
      { path: '^cloud/', dependencyTypesNot: ['type-only'] },
    ),
    only('nothing-leans-on-its-judges', { pathNot: '^(judges|test)/' }, { path: '^judges/' }),
    only(
      'no-aws-sdk-outside-cloud',
      {
        pathNot:
          '^((cloud|simulator|test)/|local/(connect|create-table)\\.ts|cli/make-sign-request\\.ts|infra/standing-environments\\.ts)',
        path: `^(${folders})/`,
      },
      { path: '@aws-sdk/', dependencyTypesNot: ['type-only'] },
    ),
    only(
      'no-cdk-where-nothing-is-rendered',
      { pathNot: '^(infra|blueprint|constructs|test)/', path: `^(${folders})/` },
      { path: '(aws-cdk-lib|constructs)/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(cdk\\.out|dist|\\.moorage|\\.judge)/' },
    tsPreCompilationDeps: true,
    // Packages that only say `exports`.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
