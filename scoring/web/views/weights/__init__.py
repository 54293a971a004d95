"""How much each section counts: from the survey to what two coordinators settled."""
