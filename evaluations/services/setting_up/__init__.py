"""Setting up a year, before it starts: programme, companies, scenarios, categories, checklist."""
