import { type Experiment, limits } from '@reprise/protocol'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Notes } from '../notes/notes.tsx'
import { NOTE_TAG } from '../notes/note-tag.ts'
import { canEdit, client } from '../server/client.ts'
import { experimentQuery } from '../server/queries.ts'
import { Dialog } from '../shell/dialog.tsx'
import { EditName } from '../shell/edit-name.tsx'
import page from '../shell/page.module.css'
import { Time } from '../shell/time.tsx'
import { TagList } from '../tags/tag-list.tsx'
import { deleteExperimentTag, renameExperiment, setExperimentTag } from './edit-experiments.ts'
import styles from './editing.module.css'

interface Props {
  readonly experiment: Experiment
  readonly onClose: () => void
}

/** What an experiment is: its name, notes and tags, and where its artifacts go. */
export function AboutExperiment({ experiment: before, onClose }: Props) {
  const id = before.experiment_id
  const queries = useQueryClient()
  const { data: experiment = before } = useQuery(experimentQuery(id))
  return (
    <Dialog title={`About ${experiment.name}`} isTitleHidden onClose={onClose}>
      <EditName
        label="Name of the experiment"
        name={experiment.name}
        isEditable={canEdit}
        onKeep={(name) => void renameExperiment(queries, experiment, name)}
      />
      <section aria-label="Notes">
        <Notes
          subject={`experiment.${id}`}
          text={experiment.tags.find(({ key }) => key === NOTE_TAG)?.value ?? ''}
          isEditable={canEdit}
          most={limits.experimentTagValueLength}
          none="There are no notes on this experiment."
          onSave={async (value) => {
            await client.setExperimentTag({ experiment_id: id, key: NOTE_TAG, value })
            await queries.invalidateQueries({ queryKey: ['experiments'] })
          }}
        />
      </section>
      <section aria-label="Tags">
        <h3>Tags</h3>
        <TagList
          tags={experiment.tags.filter(({ key }) => key !== NOTE_TAG)}
          isEditable={canEdit}
          none="There are no tags."
          onSet={(entry) => setExperimentTag(queries, id, entry)}
          onDelete={(entry) => deleteExperimentTag(queries, id, entry)}
        />
      </section>
      <dl className={styles['facts']}>
        <dt>Id</dt>
        <dd>{id}</dd>
        <dt>Created</dt>
        <dd>
          <Time at={experiment.creation_time} />
        </dd>
        <dt>Artifacts</dt>
        <dd>{experiment.artifact_location}</dd>
      </dl>
      <div className={page['bar']}>
        <button type="button" className={page['button']} onClick={({ currentTarget }) => currentTarget.closest('dialog')?.close()}>
          Close
        </button>
      </div>
    </Dialog>
  )
}
