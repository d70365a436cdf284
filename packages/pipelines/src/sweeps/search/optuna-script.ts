/** What Python runs: a line of JSON for each question, and one for each answer. Choices are told by their places in the list. */
export const optunaScript = `
import json, sys, warnings
warnings.filterwarnings("ignore")
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.trial import TrialState, create_trial

optuna.logging.set_verbosity(optuna.logging.CRITICAL)

def answer(value):
    sys.stdout.write(json.dumps(value) + "\\n")
    sys.stdout.flush()

def distribution(space):
    if space["kind"] == "choice":
        return CategoricalDistribution(list(range(space["count"])))
    if space["kind"] == "order":
        return IntDistribution(0, space["count"] - 1)
    if space["isWhole"]:
        return IntDistribution(int(space["from"]), int(space["to"]), log=space["isLog"])
    return FloatDistribution(space["from"], space["to"], log=space["isLog"])

setup = json.loads(sys.stdin.readline())
spaces = {str(index): distribution(space) for index, space in enumerate(setup["spaces"])}
sampler = optuna.samplers.TPESampler(seed=setup["seed"], constant_liar=True)
study = optuna.create_study(direction=setup["direction"], sampler=sampler)
waiting = {}
answer(optuna.__version__)
for line in sys.stdin:
    question = json.loads(line)
    if question["kind"] == "ask":
        trial = study.ask(spaces)
        waiting[question["number"]] = trial
        answer([trial.params[str(index)] for index in range(len(spaces))])
        continue
    value = question["value"]
    trial = waiting.pop(question["number"], None)
    state = TrialState.FAIL if value is None else TrialState.COMPLETE
    if trial is None:
        params = {str(index): param for index, param in enumerate(question["params"])}
        study.add_trial(create_trial(state=state, params=params, distributions=spaces, value=value))
    elif value is None:
        study.tell(trial, state=state)
    else:
        study.tell(trial, value)
    answer(None)
`
