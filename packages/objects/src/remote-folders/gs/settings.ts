/** How a bucket of Google Cloud Storage is reached. Without credentials, those that Google's own tools find. */
export interface GsSettings {
  readonly bucket: string
  /** What is before the names in it, without slashes at its ends. */
  readonly prefix: string
  readonly project?: string | undefined
  /** The key of a service account, or what `gcloud auth application-default login` left: a JSON file. */
  readonly credentialFile?: string | undefined
  /** For buckets that everybody may read. */
  readonly isAnonymous?: boolean | undefined
  /** `http(s)://host` of something else that speaks the JSON API. */
  readonly endpoint?: string | undefined
  readonly jobs?: number | undefined
}
