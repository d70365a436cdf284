import type { TemplateDocument } from '../template.ts'

export const smooth: TemplateDocument = {
  $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
  data: { values: '<DVC_METRIC_DATA>' },
  title: { text: '<DVC_METRIC_TITLE>', anchor: 'middle' },
  width: '<DVC_METRIC_PLOT_WIDTH>',
  height: '<DVC_METRIC_PLOT_HEIGHT>',
  params: [{ name: 'smooth', value: 0.001, bind: { input: 'range', min: 0.001, max: 1, step: 0.001 } }],
  encoding: {
    x: { field: '<DVC_METRIC_X>', type: 'quantitative', title: '<DVC_METRIC_X_LABEL>' },
    color: '<DVC_METRIC_COLOR>',
    strokeDash: '<DVC_METRIC_STROKE_DASH>',
  },
  layer: [
    {
      layer: [
        { params: ['<DVC_METRIC_ZOOM_AND_PAN>'], mark: 'line' },
        { transform: [{ filter: { param: 'hover', empty: false } }], mark: 'point' },
      ],
      encoding: {
        y: { field: '<DVC_METRIC_Y>', type: 'quantitative', title: '<DVC_METRIC_Y_LABEL>', scale: { zero: false } },
        color: { field: 'rev', type: 'nominal' },
      },
      transform: [{ loess: '<DVC_METRIC_Y>', on: '<DVC_METRIC_X>', groupby: '<DVC_METRIC_GROUP_BY>', bandwidth: { signal: 'smooth' } }],
    },
    {
      mark: { type: 'line', opacity: 0.2 },
      encoding: {
        x: { field: '<DVC_METRIC_X>', type: 'quantitative', title: '<DVC_METRIC_X_LABEL>' },
        y: { field: '<DVC_METRIC_Y>', type: 'quantitative', title: '<DVC_METRIC_Y_LABEL>', scale: { zero: false } },
        color: { field: 'rev', type: 'nominal' },
      },
    },
    {
      mark: { type: 'circle', size: 10 },
      encoding: {
        x: { aggregate: 'max', field: '<DVC_METRIC_X>', type: 'quantitative', title: '<DVC_METRIC_X_LABEL>' },
        y: {
          aggregate: { argmax: '<DVC_METRIC_X>' },
          field: '<DVC_METRIC_Y>',
          type: 'quantitative',
          title: '<DVC_METRIC_Y_LABEL>',
          scale: { zero: false },
        },
        color: { field: 'rev', type: 'nominal' },
      },
    },
    {
      transform: [
        { calculate: '<DVC_METRIC_PIVOT_FIELD>', as: 'pivot_field' },
        { pivot: 'pivot_field', op: 'mean', value: '<DVC_METRIC_Y>', groupby: ['<DVC_METRIC_X>'] },
      ],
      mark: { type: 'rule', tooltip: { content: 'data' }, stroke: 'grey' },
      encoding: { opacity: { condition: { value: 0.3, param: 'hover', empty: false }, value: 0 } },
      params: [{ name: 'hover', select: { type: 'point', fields: ['<DVC_METRIC_X>'], nearest: true, on: 'mouseover', clear: 'mouseout' } }],
    },
  ],
}
