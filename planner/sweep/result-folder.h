/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#ifndef IPSEC_OFFLOAD_PLANNER_RESULT_FOLDER_H
#define IPSEC_OFFLOAD_PLANNER_RESULT_FOLDER_H

#include <string>

namespace ns3::planner
{

/**
 * @ingroup ipsec-offload
 * The folder that gets what a run leaves. While this object lives no other run, of any process, has
 * the same folder: two of them would simulate the same points and replace each other's figures.
 */
class ResultFolder
{
  public:
    /**
     * Make the folder if it is not there, and take away what a run that was killed has left in it.
     * @param path the folder
     * @throws std::runtime_error when it cannot be made or written into, or another run has it
     */
    explicit ResultFolder(const std::string& path);

    ~ResultFolder();

    ResultFolder(const ResultFolder&) = delete;
    ResultFolder& operator=(const ResultFolder&) = delete;

    /** @return its path */
    const std::string& GetPath() const
    {
        return m_path;
    }

    /** @param name of a file @return its path */
    std::string operator/(const std::string& name) const
    {
        return m_path + "/" + name;
    }

  private:
    std::string m_path; //!< the folder
    int m_lock{-1};     //!< the folder, opened and locked
};

} // namespace ns3::planner

#endif /* IPSEC_OFFLOAD_PLANNER_RESULT_FOLDER_H */
