"""Trains a forest with scikit-learn and writes what it says about the held-out digits."""

import csv
import json

from sklearn.datasets import load_digits
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

digits, labels = load_digits(return_X_y=True)
train, held_out, train_labels, held_out_labels = train_test_split(digits, labels, test_size=0.3, random_state=0)
forest = RandomForestClassifier(n_estimators=20, random_state=0, n_jobs=1).fit(train, train_labels)
with open("accuracy.json", "w") as file:
    json.dump({"accuracy": forest.score(held_out, held_out_labels)}, file)
with open("probabilities.csv", "w", newline="") as file:
    csv.writer(file).writerows(forest.predict_proba(held_out).tolist())
