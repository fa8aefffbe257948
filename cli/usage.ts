export const usage = `moorage: one JSON request becomes a running container service

  moorage up <file> [--name N] [--key K] [--detach]   make the environment as the file says; --context B=FOLDER
  moorage plan <name> <file> [--json]                 what up would change, and what that means; changes nothing
  moorage down <name> [--detach]                      tear it down
  moorage repair <name> [--detach]                    bring what serves about again: the way out of STUCK
  moorage repair --from-stacks [name]                 after the table was lost: write the record again, of one or of all
  moorage watch <operation>                           follow an operation
  moorage cancel <operation>                          stop it and clean up after it
  moorage status [name]                               what is there
  moorage health [name]                               is the service well; does an environment run as recorded
  moorage logs <name> [--service S | --build B]       the newest lines; --since 15m, --limit N, --follow
  moorage freeze "<reason>" [--scope triggers]        nothing new begins; everyone who is refused reads the reason
  moorage unfreeze                                    everything may begin again

  --url U    the service (or MOORAGE_URL; default http://127.0.0.1:4600); requests to API Gateway are signed
  --key K    the Idempotency-Key: the same key finds the same operation again
  --anyway   replace or lift a freeze that another operator has set
  --name N   the environment (default: the file's name without its extension)
  --context B=FOLDER   send a folder as the source of the build B; a .dockerignore in it is heeded when it is built

exit codes: 0 succeeded or nothing to do, 1 failed, 2 refused, 3 unreachable, 4 cancelled, 130 Ctrl-C (the operation goes on)
`;
