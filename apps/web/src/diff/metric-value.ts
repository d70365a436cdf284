/** Which value of a metric is shown, where it is not that of its latest point. */
export const metricValues = ['best', 'min', 'max', 'first'] as const
/** `best` is the least or the greatest, by what the name of the metric says. */
export type MetricValue = (typeof metricValues)[number]
