/** Repositories of the world outside, as far as somebody may fetch them. */
export interface GitState {
  /** By URL, without `.git`. */
  repositories: Record<string, GitRepository>;
  /** CodeConnections' connections by ARN, with their tags. */
  connections: Record<string, Record<string, string>>;
  /** Makes hashes, which must differ for two commits of the same files. */
  commits: number;
}

export interface GitRepository {
  url: string;
  /** The default branch. */
  head: string;
  branches: Record<string, string>;
  tags: Record<string, string>;
  commits: Record<string, GitCommit>;
  /** Only through one of these connections; empty: nobody's. Absent: it is public. */
  connections?: string[];
}

export interface GitCommit {
  files: Record<string, string>;
  /** Symlinks, by path, to what they say. */
  links: Record<string, string>;
}
