/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "calibrate-command.h"

#include "planner/base/atomic-file.h"
#include "planner/calibration/calibration.h"

#include "ns3/ipsec-profiles.h"

#include <algorithm>
#include <iostream>
#include <stdexcept>
#include <thread>

namespace ns3::planner
{

namespace
{

/// @return the file in the user's folder of profiles
std::string
DefaultFile()
{
    const std::string folder = IpsecProfileFolders::GetUserFolder();
    if (folder.empty())
    {
        throw std::runtime_error("calibrate: neither XDG_DATA_HOME nor HOME is set, so there is no "
                                 "folder for profiles: expected -o FILE");
    }
    return folder + "/host/" + CALIBRATED_NAME + ".yaml";
}

} // namespace

void
CalibrateCommand(const CalibrateOptions& options)
{
    const std::string baseFile = IpsecProfileFolders().Find(IpsecProfileKind::HOST, options.base);
    if (baseFile.empty())
    {
        throw std::runtime_error("calibrate: no host profile '" + options.base +
                                 "': expected one of those that ipsec-plan list profiles shows");
    }
    const auto base = ReadIpsecProfile(IpsecProfileKind::HOST, baseFile);
    const std::string file = options.output.empty() ? DefaultFile() : options.output;
    CheckWritable(file); // a file that cannot be written is told at once, not after the measuring
    const auto timer = MakeOpenSslTimer(options.quick ? 2e-3 : 60e-3);
    const std::vector<uint32_t> sizes =
        options.quick
            ? std::vector<uint32_t>{64, 512, 1408, 16384}
            : std::vector<uint32_t>{64, 128, 256, 512, 1024, 1408, 2048, 4096, 8192, 16384};
    auto calibration = Calibrate(*timer, sizes, [](const std::string& name) {
        std::cerr << "measuring " << name << "\n";
    });
    calibration.cores = std::max(1U, std::thread::hardware_concurrency());
    WriteFileAtomically(file, WriteHostProfile(calibration, base));
    std::cout << DescribeCalibration(calibration) << DescribeUnmeasured(base) << "Written to "
              << file << "\n";
    if (options.output.empty())
    {
        std::cout << "Scenarios find it as host: " << CALIBRATED_NAME << "\n";
    }
}

} // namespace ns3::planner
