package org.vitrail.app.incident;

import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// Unexpected failures: the client gets a reference, the log gets the places in the code. Neither gets the message,
/// which might quote private data.
public final class Incidents {
    private static final Logger LOG = Logger.getLogger("org.vitrail.incident");
    private static final int FRAMES_MAX = 12;

    private Incidents() {}

    /// Logs where it happened.
    ///
    /// @return the line for the client: `internal error, reference ...`
    public static String report(Throwable failure) {
        String reference = UUID.randomUUID().toString().substring(0, 8);
        StringBuilder where = new StringBuilder();
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 4; depth++) {
            where.append(depth == 0 ? "" : " caused by ")
                    .append(cause.getClass().getName())
                    .append(" at ")
                    .append(Arrays.stream(cause.getStackTrace())
                            .limit(FRAMES_MAX)
                            .map(frame ->
                                    frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber())
                            .collect(Collectors.joining(" < ")));
            cause = cause.getCause();
        }
        LOG.errorf("incident %s: %s", reference, where);
        return "internal error, reference " + reference + " (see the server's log)";
    }
}
