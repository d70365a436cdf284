import type { Cause } from '@reprise/compare'

/** What a program may do that makes it come out different each time, or in another place. */
export interface Sign {
  readonly kind: Cause['kind']
  readonly why: string
  readonly pattern: RegExp
  /** Takes the suspicion off where it stands in the same text. */
  readonly unless?: RegExp
}

/** A seed that is fixed somewhere takes the suspicion off random numbers; one that is drawn from the clock does not. */
const fixedSeed =
  /\bs?(?:rand(?:om)?\.)?seed\(\s*(?!(?:int\()?(?:time|os\.(?:urandom|getpid)|Date|None|\)))\w|manual_seed\(|default_rng\(\s*\w|RandomState\(\s*\w|Random\(\s*\w|seedrandom\(\s*['"\w]|set_random_seed\(|random_state\s*=\s*\d|srand\(\s*\d/

export const signs: readonly Sign[] = [
  {
    kind: 'time',
    why: 'it reads the clock',
    pattern:
      /\btime\.(?:time|time_ns|perf_counter|monotonic|localtime|gmtime|ctime|strftime)\(|datetime\.(?:datetime\.)?(?:now|utcnow|today)\(|\b(?:date|Timestamp)\.(?:today|now)\(|Date\.now\(|new Date\(\)|performance\.now\(|process\.hrtime|\bSys\.time\(|\$\(date\b|`date\b|\$(?:SECONDS|EPOCHSECONDS|EPOCHREALTIME)\b|(?:^|[|;&]\s*)date\b(?! *=)|\btime\((?:NULL|nullptr|0|&\w+)\)|clock_gettime\(|gettimeofday\(|_clock::now\(|\b(?:SystemTime|Instant)::now\(|time\.Now\(|System\.(?:currentTimeMillis|nanoTime)\(/m,
  },
  {
    kind: 'time',
    why: 'it asks when files were changed',
    pattern: /\bgetmtime\b|\bst_mtime|\bmtimeMs\b|\bmtime\b|\[\[? .* -[no]t |find .* -newer\b|ls -\w*t/,
  },
  {
    kind: 'seed',
    why: 'it draws random numbers without a fixed seed, as far as can be seen',
    pattern:
      /\brandom\.(?:random|randint|choices?|shuffle|sample|uniform|gauss|normalvariate|randrange|seed\()|np\.random\.\w+\(|numpy\.random\.\w+\(|default_rng\(\)|torch\.rand|\bnn\.(?:Linear|Conv\d?d|LSTM|GRU|Embedding|Dropout)\(|tf\.random|keras\.layers|Math\.random\(|\$\{?RANDOM\b|\bshuf\b|sort -R|\brand\(\)|thread_rng\(|rand\.(?:Intn?|Float64)\(|random_device/,
    unless: fixedSeed,
  },
  {
    kind: 'seed',
    why: 'it asks for random bytes, which no seed fixes',
    pattern:
      /os\.urandom|secrets\.\w+\(|uuid[14]\(|randomUUID\(|\/dev\/u?random|crypto\.randomBytes|getRandomValues|SystemRandom|openssl rand|uuidgen/,
  },
  {
    kind: 'seed',
    why: 'it fits or splits at random, and names no random_state',
    pattern:
      /\b(?:RandomForest|ExtraTrees|GradientBoosting|IsolationForest|Bagging)(?:Classifier|Regressor)?\b|train_test_split\(|\bMLP(?:Classifier|Regressor)\(|\bSGD(?:Classifier|Regressor)\(|\b(?:MiniBatch)?KMeans\(|ShuffleSplit\(|shuffle\s*=\s*True|\.sample\((?:frac|n|\d)/,
    unless: new RegExp(`random_state\\s*=|${fixedSeed.source}`),
  },
  {
    kind: 'network',
    why: 'it asks the network',
    pattern:
      /\brequests\.(?:get|post)\(|urllib\.request|urlopen\(|http\.client|\bhttpx\.|\bsocket\.(?:socket|create_connection)\(|\bfetch\(|\bcurl\b|\bwget\b|axios\b|https?\.get\(|hf_hub_download|load_dataset\(|from_pretrained\(|read_(?:csv|json|parquet)\(\s*f?['"]https?:/,
  },
  {
    kind: 'order',
    why: 'the order of what it goes through is not fixed',
    pattern:
      /\bin\s+(?:frozen)?set\(|\b(?:list|tuple|enumerate|join|str|repr|print|iter|next)\(\s*(?:frozen)?set\(|\.join\(\s*\{|\b(\w+)\s*=\s*(?:(?:frozen)?set\(|\{\s*[^:{}\n]+\s+for\b|\{(?:\s*['"][^'":{}\n]*['"]\s*,)+)[\s\S]{1,2000}?(?:\bin\s+\1\b(?!\s*[)\]]?\s*:?\s*==)|(?:join|list|tuple|enumerate|iter|str|print)\(\s*\1\s*\))|os\.listdir\(|os\.scandir\(|\bi?glob\(|\.iterdir\(|\.rglob\(|os\.walk\(|readdirSync\(|as_completed\(|imap_unordered|\bhash\(|Promise\.race\(/,
  },
  {
    kind: 'threads',
    why: 'it does several things at once',
    pattern:
      /\bThreadPoolExecutor|ProcessPoolExecutor|multiprocessing|threading\.Thread|n_jobs\s*=\s*(?:-1|[2-9])|num_workers\s*=\s*[1-9]|worker_threads|xargs\s+(?:-\w+\s+)*-P|\bparallel\b.*:::|&\s*$|pthread_create|std::(?:thread|async)|#pragma omp|\bgo func\(|rayon::/m,
  },
  {
    kind: 'threads',
    why: 'it asks how many processors there are',
    pattern:
      /\bcpu_count\(|sched_getaffinity\(|\bnproc\b|os\.cpus\(\)|availableParallelism\(|NumCPU\(|hardware_concurrency|omp_get_(?:max|num)_threads/,
  },
  {
    kind: 'environment',
    why: 'it asks where it is, or on which machine',
    pattern:
      /os\.getcwd\(|Path\.cwd\(|process\.cwd\(|\$\{?PWD\b|\$\(pwd\)|`pwd`|__file__|__dirname|gethostname\(|platform\.(?:node|uname|platform|processor)\(|os\.uname\(|os\.hostname\(|\$\(hostname\)|\$HOSTNAME|expanduser\(|Path\.home\(|homedir\(|getpass\.getuser|\$USER\b|setlocale\(/,
  },
  {
    kind: 'nondeterminism',
    why: 'it uses what the system gives out anew each time',
    pattern: /os\.getpid\(|process\.pid\b|\bgetpid\(|\$\$|(?<![\w.])id\(\w+\)|mkdtemp\(|mkstemp\(|\bmktemp\b|NamedTemporaryFile\(/,
  },
]
