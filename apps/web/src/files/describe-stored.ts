interface Stored {
  readonly what: string
  /** What one does with it. */
  readonly how: string
}

const kinds: readonly (readonly [endings: string, stored: Stored])[] = [
  [
    'pkl pickle joblib dill cloudpickle skops joblib.gz',
    { what: 'Pickled objects of Python', how: 'Whoever loads a pickle runs what stands in it: load it only where you trust the run.' },
  ],
  [
    'pt pth ckpt',
    { what: 'Tensors or objects of PyTorch', how: 'torch.load(path, weights_only=True) reads it without running what stands in it.' },
  ],
  ['safetensors', { what: 'Tensors in safetensors', how: 'safetensors.torch.load_file(path) reads it.' }],
  ['gguf', { what: 'A quantised language model in GGUF', how: 'llama.cpp reads it.' }],
  ['h5 hdf5 keras', { what: 'An HDF5 or Keras file', how: 'h5py.File(path) or keras.models.load_model(path) reads it.' }],
  ['onnx', { what: 'A model in ONNX', how: 'onnxruntime.InferenceSession(path) runs it.' }],
  ['tflite', { what: 'A model of TensorFlow Lite', how: '' }],
  ['pb', { what: 'A protocol buffer, mostly a graph of TensorFlow', how: '' }],
  ['cbm ubj model', { what: 'A model of boosted trees', how: 'The library that wrote it reads it.' }],
  ['tif tiff', { what: 'A TIFF picture', how: 'Browsers do not show TIFF: log pictures as PNG to see them here.' }],
  ['zip whl jar docx xlsx pptx gz tgz tar xz zst bz2 7z', { what: 'An archive', how: 'Download it to unpack it.' }],
  ['feather arrow avro orc', { what: 'A table that is not Parquet', how: 'Log tables as Parquet or CSV to see them here.' }],
  ['sqlite db', { what: 'A database', how: '' }],
  ['pack', { what: 'A pack of git', how: 'The tab Code shows what is in the code of the run.' }],
  ['rds mat', { what: 'Objects of R or MATLAB', how: '' }],
]

/** Ends of names of what is never opened, apart by spaces. */
export const storedEndings = ['bin', ...kinds.map(([endings]) => endings)].join(' ')

/** What a file that is not opened is, by the end of its name. */
export function describeStored(name: string): Stored {
  const lowered = name.toLowerCase()
  const found = kinds.find(([endings]) => endings.split(' ').some((ending) => lowered.endsWith(`.${ending}`)))
  return found?.[1] ?? { what: 'Stored bytes', how: '' }
}
