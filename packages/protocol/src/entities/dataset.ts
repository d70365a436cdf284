import { message, type MessageOf, optional, repeated, required } from '../schema/field.ts'

export const dataset = message('Dataset', {
  name: required('string', 'Name of the dataset.'),
  digest: required('string', 'Digest of its content.'),
  source_type: required('string', 'Kind of source, such as local, http, s3.'),
  source: required('string', 'Where it came from.'),
  schema: optional('string', 'Columns, usually JSON.'),
  profile: optional('string', 'Statistics, usually JSON.'),
})

const fileOfFolder = message('FileOfFolder', {
  path: required('string', 'Of the file, below the folder.'),
  digest: required('string', 'Of the other one.'),
})

/** As it is logged: what lineage is told besides is not answered with it. */
export const loggedDataset = message('LoggedDataset', {
  ...dataset.fields,
  files: repeated(
    fileOfFolder,
    'Of a folder: files in it with their digests, at most 1,000. Lineage goes from a folder to its files and back. Reprise only.',
  ),
  folders: repeated(fileOfFolder, 'Of a file: folders that have it, with their digests, at most 1,000. Reprise only.'),
})

export const inputTag = message('InputTag', {
  key: required('string', 'Name of the tag; mlflow.data.context says what the run used the dataset for.'),
  value: required('string', 'Value of the tag.'),
})

export const datasetInput = message('DatasetInput', {
  tags: repeated(inputTag, 'Tags of this use of the dataset.'),
  dataset: required(dataset, 'The dataset: identified by experiment, name and digest.'),
})

export const loggedDatasetInput = message('LoggedDatasetInput', {
  tags: datasetInput.fields.tags,
  dataset: required(loggedDataset, 'The dataset: identified by experiment, name and digest.'),
})

export const datasetOutput = message('DatasetOutput', {
  dataset: required(dataset, 'The dataset: identified by experiment, name and digest.'),
})

export const datasetSummary = message('DatasetSummary', {
  experiment_id: required('string', 'The experiment.'),
  name: required('string', 'Name of the dataset.'),
  digest: required('string', 'Digest of its content.'),
  context: optional('string', 'What runs used it for.'),
})

export type Dataset = MessageOf<(typeof dataset)['fields']>
export type DatasetInput = MessageOf<(typeof datasetInput)['fields']>
export type LoggedDataset = MessageOf<(typeof loggedDataset)['fields']>
export type LoggedDatasetInput = MessageOf<(typeof loggedDatasetInput)['fields']>
