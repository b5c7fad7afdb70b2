"""The wiring: settings, processes, the centre, command line. Nobody else imports everything."""
