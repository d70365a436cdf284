import type { TemplateDocument } from '../template.ts'
import { barHorizontal, barHorizontalSorted } from './bars.ts'
import { confusion, confusionNormalized } from './confusion.ts'
import { scatter, scatterJitter } from './points.ts'
import { simple } from './simple.ts'
import { smooth } from './smooth.ts'

/** The templates that DVC comes with, by name, in its order; from dvc-render, Copyright (c) Iterative, under the Apache License 2.0. */
export const templates: ReadonlyMap<string, TemplateDocument> = new Map([
  ['simple', simple],
  ['linear', smooth],
  ['confusion', confusion],
  ['confusion_normalized', confusionNormalized],
  ['scatter', scatter],
  ['scatter_jitter', scatterJitter],
  ['smooth', smooth],
  ['bar_horizontal_sorted', barHorizontalSorted],
  ['bar_horizontal', barHorizontal],
])
