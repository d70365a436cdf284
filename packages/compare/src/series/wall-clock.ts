const words =
  'duration|elapsed|runtime|walltime|wall_time|throughput|latency|fps|memory|mem|rss|vram|eta|cpu_percent|per_second|per_sec|seconds|secs'
const anywhere = new RegExp(`(?:^|[_/ .-])(?:${words})(?:$|[_/ .-])`)
/** `time` begins or ends the name of a clock (`epoch_time`, `time/step`, `time_ms`); `time_series_loss` is none. */
const time =
  /(?:^|[_/ .-])(?:time|timing)(?:[_/ .-](?:ms|s|sec|seconds|us|ns|total|per|step|epoch|batch|iter|avg|mean|max|min)(?:[_/ .-].*)?)?$/
const units = /(?:[_/ .-](?:ms|s\/it|it\/s|bytes_used|mb|mib|gb|gib)|\/s|_per_s)$/

/** Words of results: what has one in its name and a clock's as well may be either. */
const ofResults =
  /(?:^|[_/ .-])(?:loss|acc|accuracy|errors?|score|auc|f1|mse|mae|rmse|r2|reward|precision|recall|predicted|prediction|survival|forecast|estimate)(?:$|[_/ .-])/

/** Whether the name of a clock, such as `survival_time`, may be that of a result. */
export function mayBeResult(name: string): boolean {
  return ofResults.test(name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase())
}

/** Whether a metric tells of the machine and the clock, not of the result. Such are named, and never judged. */
export function isWallClock(name: string): boolean {
  const plain = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()
  return plain.startsWith('system/') || anywhere.test(plain) || time.test(plain) || units.test(plain)
}
