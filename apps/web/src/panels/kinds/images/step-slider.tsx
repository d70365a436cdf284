interface Props {
  readonly steps: readonly number[]
  readonly step: number
  readonly onStep: (step: number) => void
}

/** Goes through the steps at which there are pictures. */
export function StepSlider({ steps, step, onStep }: Props) {
  const at = Math.max(
    0,
    steps.findLastIndex((one) => one <= step),
  )
  return (
    <label>
      Step{' '}
      <input
        type="range"
        min="0"
        max={steps.length - 1}
        value={at}
        aria-valuetext={`step ${steps[at] ?? 0}`}
        onChange={({ target }) => onStep(steps[Number(target.value)] ?? 0)}
        style={{ width: 160, verticalAlign: 'middle' }}
      />{' '}
      {(steps[at] ?? 0).toLocaleString('en-US')}
    </label>
  )
}
