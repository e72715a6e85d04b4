"""The pair editor: a report shown section by section, each act on its pairs a request, its history, its status."""
