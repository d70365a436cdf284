import page from './page.module.css'

interface Props<Name extends string> {
  /** What is chosen among, for whom does not see it. */
  readonly label: string
  /** Names with what is written on them, in their order. */
  readonly choices: readonly (readonly [name: Name, text: string])[]
  readonly chosen: Name
  readonly onChoose: (name: Name) => void
}

/** Buttons of which one is chosen, as tabs. */
export function Choices<Name extends string>({ label, choices, chosen, onChoose }: Props<Name>) {
  return (
    <div className={page['bar']} role="tablist" aria-label={label}>
      {choices.map(([name, text]) => (
        <button
          key={name}
          type="button"
          role="tab"
          aria-selected={name === chosen}
          className={name === chosen ? page['main'] : page['button']}
          onClick={() => onChoose(name)}
        >
          {text}
        </button>
      ))}
    </div>
  )
}
