const script = `
  if MOORAGE_INPUTS="$(
    export LC_ALL=C; set -o pipefail; shopt -s nocasematch;
    bases=(); stages=' scratch '; text=; began=; at=0;

    unknown() { printf 'what this image is made of cannot be known: %s\\n' "$1" >&2; exit 1; };
    unclear() { unknown "line $at of the Dockerfile"; };

    stands_on() {
      local base;
      [[ "$1" =~ ^[a-z0-9][a-z0-9._:/@-]*$ ]] || unknown "the image $1";
      if [[ "$stages" == *" $1 "* ]]; then return; fi;
      for base in "\${bases[@]}"; do if [ "$base" = "$1" ]; then return; fi; done;
      bases+=("$1");
    };

    directive() {
      local frontend;
      if [[ "$1" =~ ^[[:blank:]]*'#'[[:space:]]*escape[[:space:]]*= ]]; then unclear; fi;
      if [[ "$1" =~ ^[[:blank:]]*'#'[[:space:]]*syntax[[:space:]]*=[[:space:]]*([^[:space:]]+) ]]; then
        frontend="\${BASH_REMATCH[1]}";
        [[ "$frontend" =~ (^|/)docker/dockerfile(-upstream)?([:@]|$) ]] || unclear;
        stands_on "$frontend";
      fi;
    };

    mount() {
      local field fields;
      IFS=, read -ra fields <<<"$1";
      for field in "\${fields[@]}"; do if [[ "$field" == from=* ]]; then stands_on "\${field#*=}"; fi; done;
    };

    stage() {
      local alias;
      [[ "$text" =~ ^[[:blank:]]*FROM[[:blank:]]+(--platform=[^[:blank:]]+[[:blank:]]+)?([^[:blank:]]+)([[:blank:]]+AS[[:blank:]]+([a-z][a-z0-9_.-]*))?[[:blank:]]*$ ]] || unclear;
      alias="\${BASH_REMATCH[4]}";
      stands_on "\${BASH_REMATCH[2]}";
      stages+="$alias ";
    };

    step() {
      local name="$1"; shift;
      if [[ "$text" == *'<<'* ]]; then unclear; fi;
      while [[ "$1" == --?* ]]; do
        if [[ "$1" =~ [\\"\\'\\\\] ]]; then unclear; fi;
        if [[ "$1" == --mount=* ]]; then mount "\${1#*=}";
        elif [[ "$1" == --from=* ]]; then [[ "$1" =~ ^--from=[0-9]+$ ]] || stands_on "\${1#*=}";
        elif ! [[ "$1" =~ ^--([a-z-]+=|link$|parents$|unpack$|keep-git-dir$) ]]; then unclear; fi;
        shift;
      done;
      if [[ "$name" == ADD && "$*" =~ [:\\$] ]]; then unclear; fi;
    };

    instruction() {
      local words;
      read -ra words <<<"$text";
      case "\${words[0]}" in
        FROM) stage ;;
        ADD | COPY | RUN) step "\${words[@]}" ;;
        ARG | CMD | ENTRYPOINT | ENV | EXPOSE | HEALTHCHECK | LABEL | MAINTAINER | SHELL | STOPSIGNAL | USER | VOLUME | WORKDIR) ;;
        *) unclear ;;
      esac;
      text=;
    };

    if [ "$SOURCE" = mirror ]; then stands_on "$REFERENCE"; else
      for name in "\${!BUILD_ARG_@}"; do if [[ "\${!name}" == BUILDKIT_SYNTAX=* ]]; then unknown "its frontend is an argument"; fi; done;
      [ -f "$DOCKERFILE_AT" ] || unknown "it has no Dockerfile";
      while IFS= read -r line || [ -n "$line" ]; do
        at=$((at + 1));
        line="\${line%$'\\r'}";
        if [[ "$line" =~ ^[[:blank:]]*$ ]]; then continue; fi;
        [[ "$line" =~ ^[[:blank:]]*[!-~] && "$line" != *$'\\r'* && ! "$line" =~ \\\\\\\\[[:blank:]]*$ ]] || unclear;
        if [[ "$line" =~ ^[[:blank:]]*'#' ]]; then [ -n "$began" ] || directive "$line"; continue; fi;
        began=yes;
        if [[ "$line" =~ ^(.*)\\\\[[:blank:]]*$ ]]; then text+="\${BASH_REMATCH[1]}"; else text+="$line"; instruction; fi;
      done <"$DOCKERFILE_AT";
      [ -z "$text" ] || instruction;
    fi;

    made_of=;
    for base in "\${bases[@]}"; do
      digest="$(timeout 60 docker buildx imagetools inspect --raw "$base" </dev/null 2>/dev/null | sha256sum)" || unknown "the digest of $base";
      made_of+="image $base \${digest%% *}"$'\\n';
    done;
    if [ -n "$MOORAGE_COMMIT" ]; then made_of+="commit $MOORAGE_COMMIT"$'\\n'; fi;
    if [ -f source.zip ]; then
      digest="$(sha256sum source.zip)" || unknown "its source";
      made_of+="source \${digest%% *}"$'\\n';
    fi;
    printf '%s' "$made_of" | sort | sha256sum
  )"; then MOORAGE_INPUTS="\${MOORAGE_INPUTS%% *}"; else MOORAGE_INPUTS=; fi;
  export MOORAGE_INPUTS`;

/**
 * The command of the buildspec that says what a build is made of: sha256 over the digests of the images it stands on, the
 * commit, and the source's zip. Only the build can ask, because it has the logins. Where anything of it cannot be known
 * MOORAGE_INPUTS is empty, and equals nothing; the build goes on.
 *
 * A digest is sha256 over a manifest's bytes, which `docker buildx imagetools inspect --raw` prints as the registry sent them:
 * "the original JSON bytes" (docs.docker.com/reference/cli/docker/buildx/imagetools/inspect). Nothing is pulled, and of Docker
 * Hub's pulls, which are GETs of manifests, it costs one. `--format` would read manifest and config of every platform
 * (docker/buildx, util/imagetools/printers.go), and `{{.Manifest.Digest}}` prints a table (docker/buildx#1175).
 *
 * The Dockerfile is read as BuildKit reads it (moby/buildkit, frontend/dockerfile/parser), and only as far as that is certain: a
 * line that is not understood, a variable in the name of an image, a here-document, ONBUILD, a frontend that is not Docker's and
 * an ADD that may be from elsewhere are not known. `--platform` may be anything: an index has one digest for all of them. A name
 * is an argument only when it cannot be an option, and nothing of the Dockerfile is ever read as a program.
 *
 * One line, because CodeBuild repeats every command in the log.
 */
export const inputsCommand = script.trim().replace(/\s*\n\s*/g, ' ');
