import type { BuildSource } from '../spec/effective-spec.ts';

type GitSource = Extract<BuildSource, { readonly kind: 'git' }>;

export interface Clone {
  readonly url: string;
  /** Where the connection is; its requests are signed for that region. */
  readonly connectionRegion?: string;
}

const connectionArn =
  /^arn:(aws[a-z-]*):(codeconnections|codestar-connections):([a-z0-9-]+):(\d{12}):connection\/([a-f0-9-]{36})$/;

/**
 * What is cloned. A private repository is read through its connection's own address, which takes the build's role for a
 * password (EKS user guide, "Configure repository access"). CodeBuild's `sourceAuthOverride` is for
 * projects whose own source is such a repository (API_StartBuild), and ours have none.
 */
export function cloneUrl({ url, connection }: GitSource): Clone | { readonly refused: string } {
  if (connection === undefined) return { url };
  const [, partition = '', service = '', region = '', account = '', id = ''] = connectionArn.exec(connection) ?? [];
  if (!id) return { refused: `${connection} is no connection` };
  const path = new URL(url).pathname.replace(/^\/+|\/+$|(?:\.git)?\/*$/g, '');
  if (!/^[^/]+\/.*[^/]$/.test(path))
    return { refused: `${url} does not say <owner>/<repository>, by which a connection knows a repository` };
  const host = `${service}.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`;
  return { url: `https://${host}/git-http/${account}/${region}/${id}/${path}.git`, connectionRegion: region };
}
