/** Where optimisations are tracked. What is left out comes from the environment, then from `configure` of the SDK. */
export interface TrackingConfig {
  /** The server. Default: MLFLOW_TRACKING_URI, `http://localhost:5000`. */
  readonly trackingUri?: string | undefined
  /** Default: MLFLOW_EXPERIMENT_NAME, `prompt-optimization`. */
  readonly experimentName?: string | undefined
  /** Where the artifacts go of an experiment that is made for this. Default: MLFLOW_ARTIFACT_LOCATION, then what the server chooses. */
  readonly artifactLocation?: string | undefined
  /** Default: MLFLOW_REGISTRY_URI. Kept as the tag `registry_uri`: no model is registered anywhere yet. */
  readonly registryUri?: string | undefined
}

const names = {
  tracking_uri: 'trackingUri',
  experiment_name: 'experimentName',
  artifact_location: 'artifactLocation',
  registry_uri: 'registryUri',
} as const satisfies Record<string, keyof TrackingConfig>

/**
 * The configuration out of a parsed file (JSON, YAML, TOML), with the names as files have them (`tracking_uri`) or as programs do (`trackingUri`). Null
 * stands for what is left out. Throws for names that it does not know and for values that are no text.
 */
export function toTrackingConfig(value: unknown): TrackingConfig {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError('The tracking configuration is no table of names and values.')
  const entries = Object.entries(value).flatMap(([name, given]) => {
    const known: string = Object.hasOwn(names, name) ? names[name as keyof typeof names] : name
    if (!Object.values<string>(names).includes(known)) {
      throw new RangeError(`The tracking configuration has '${name}': it may have ${Object.keys(names).join(', ')}.`)
    }
    if (given === null || given === undefined) return []
    if (typeof given !== 'string') throw new TypeError(`'${name}' of the tracking configuration is no text.`)
    return [[known, given]]
  })
  return Object.fromEntries(entries) as TrackingConfig
}
