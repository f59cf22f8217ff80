package org.vitrail.app.access;

/// Who calls, as the token says.
///
/// @param user the name charges and sessions are booked under
/// @param role what the caller may do
/// @param project the scope: who shares datasets and releases
public record Caller(String user, Role role, String project) {
    /// Whether the caller may register datasets.
    public boolean mayRegister() {
        return switch (role) {
            case OWNER -> true;
            case ANALYST -> false;
        };
    }
}
