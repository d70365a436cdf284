/** The tag in which MLflow keeps the description of a run, and of an experiment. */
export const NOTE_TAG = 'mlflow.note.content'
