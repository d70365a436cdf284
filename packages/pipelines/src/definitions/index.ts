export { addStage, type NewStage } from './add-stage.ts'
export { describeStage } from './describe-stage.ts'
export { type DefinitionPlace, setFrozen } from './set-frozen.ts'
export { type PlotChange, setPlot } from './set-plot.ts'
