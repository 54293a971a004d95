"""A release computed anew from the raw answers, beside what is stored; nothing is written."""
