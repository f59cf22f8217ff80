/// The Arrow Flight port: who calls, what is asked, what is answered.
///
/// **Guarantee.** every call carries a good token and is one that its caller's roles may make; every error is one
/// line
/// from the list of refusals, or an
/// internal
/// error's reference; a message beyond the limit is refused.
/// **Public.** everything that is sent.   **Private.** uploaded bytes, on their way into a snapshot.
/// **Source.** server/adr/0064-the-flight-port.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** FlightEndpoint → TokenAuthenticator → VitrailProducer → ReleaseStreams → Uploads →
/// FlightRefusals.
@NullMarked
package org.vitrail.app.flight;

import org.jspecify.annotations.NullMarked;
