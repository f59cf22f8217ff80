package org.vitrail.contract.wire;

/// The answer to `hello`.
public record ServerView(String version, String user) {}
