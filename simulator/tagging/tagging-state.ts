export interface TaggingState {
  /** The simulated S3 keeps no tags of buckets, so they live here, by name. What was tagged once stays known. */
  bucketTags: Record<string, Record<string, string>>;
}
