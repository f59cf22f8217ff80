package org.vitrail.app.flight;

import org.vitrail.app.certificate.Certificates;
import org.vitrail.app.dataset.Datasets;
import org.vitrail.app.governance.Governance;
import org.vitrail.app.job.JobService;
import org.vitrail.app.job.OwnerReports;
import org.vitrail.app.ledger.LedgerCheck;
import org.vitrail.app.session.Sessions;

/// What the server can do.
///
/// @param version of the server
public record FlightServices(
        String version,
        Datasets datasets,
        Sessions sessions,
        JobService jobs,
        OwnerReports reports,
        Certificates certificates,
        Governance governance,
        LedgerCheck check) {}
