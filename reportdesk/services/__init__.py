"""The use cases: verbs that load records, ask rules, and write records and history."""
