package org.vitrail.app.console.web;

import org.vitrail.app.access.SignIn;
import org.vitrail.app.console.Console;

/// What is behind the HTTP port once the server runs.
public record Served(SignIn signIn, Console console) {}
