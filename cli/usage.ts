export const usage = `moorage: one JSON request becomes a running container service

  moorage up <file> [--name N] [--supersede]          make the environment as the file says; --context B=FOLDER, --plan HASH
  moorage plan <name> <file> [--json]                 what up would change, and what that means; changes nothing
  moorage down <name> [--supersede]                   tear it down
  moorage rebuild <name>                              make its images anew: sources and base images may have changed
  moorage rollback <name> [--to N]                    bring back the revision before, or one of the last five, with its images
  moorage restart <name>                              the same images in new tasks
  moorage repair <name>                               bring what serves about again: the way out of STUCK
  moorage repair --from-stacks [name]                 after the table was lost: write the record again, of one or of all
  moorage fix <name> [--yes]                          send the patch its last failure's diagnosis comes with, once you have seen it
  moorage watch <operation>                           follow an operation
  moorage cancel <operation>                          stop it and clean up after it
  moorage status [name]                               what is there
  moorage history <name>                              what has served, newest first
  moorage diff <name> [N] [--against M]               what a revision changed, or how it differs from another
  moorage health [name]                               is the service well; does an environment run as recorded
  moorage logs <name> [--service S | --build B]       the newest lines; --since 15m, --limit N, --follow
  moorage exec <name> --service S [-- command…]       a shell in a running task, by the AWS CLI; --container C
  moorage freeze "<reason>" [--scope triggers]        nothing new begins; everyone who is refused reads the reason
  moorage unfreeze                                    everything may begin again

  --url U    the service (or MOORAGE_URL; default http://127.0.0.1:4600); requests to API Gateway are signed
  --key K    the Idempotency-Key: the same key finds the same operation again
  --detach   do not follow what was begun
  --supersede   what runs is undone and makes way; else it stands in the way
  --anyway   replace or lift a freeze that another operator has set
  --name N   the environment (default: the file's name without its extension)
  --plan HASH   do what that plan has shown, and nothing else: refused when anything else would be done by now
  --context B=FOLDER   send a folder as the source of the build B; a .dockerignore in it is heeded when it is built

exit codes: 0 succeeded or nothing to do, 1 failed, 2 refused, 3 unreachable, 4 cancelled, 130 Ctrl-C (the operation goes on)
`;
