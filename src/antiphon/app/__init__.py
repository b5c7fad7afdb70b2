"""The wiring: settings, processes, subscriptions, command line. Nobody else imports everything."""
