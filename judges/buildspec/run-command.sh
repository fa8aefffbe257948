# One command of a buildspec, as CodeBuild's agent runs it: a script of its own, with every variable and the directory
# carried to the next. $1 is the file with the command, exactly as it is written; $2 is where the state goes.
moorage_judge_kept=$2
trap 'env -0 >"$moorage_judge_kept.env"; pwd >"$moorage_judge_kept.cwd"' EXIT
set -a
. "$1"
