"""Mixed load on a served process of each database for a long time: nothing unanswered, no error of ours, memory flat."""
