import { changeSettings, readSettings } from '../browser/settings.ts'

/** Names that say which way is better; of other metrics nobody is called best. */
const less = /(?:^|[/_.-])(?:loss|error|err|mse|rmse|mae|perplexity|ppl|latency|duration|cost|wer|cer)(?:$|[/_.-])/i
const more = /(?:^|[/_.-])(?:acc|accuracy|f1|auc|auroc|precision|recall|r2|iou|map|score|success|bleu|rouge|reward)(?:$|[/_.-])/i

/** Whether the greatest or the least value of a metric is the best: as the viewer has said, or as its name says; undefined where neither does. */
export function bestOf(metric: string): 'min' | 'max' | undefined {
  const said = readSettings().directions[metric]
  if (said !== undefined) return said
  if (less.test(metric)) return 'min'
  return more.test(metric) ? 'max' : undefined
}

/** 1 where more is better, -1 where less is, 0 where nobody knows. */
export function directionOf(metric: string): -1 | 0 | 1 {
  return { min: -1 as const, max: 1 as const, none: 0 as const }[bestOf(metric) ?? 'none']
}

/** Remembers in this browser which way a metric is better. */
export function sayBest(metric: string, best: 'min' | 'max'): void {
  changeSettings({ directions: { ...readSettings().directions, [metric]: best } })
}
